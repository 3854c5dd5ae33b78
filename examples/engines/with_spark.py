"""Scores Parquet files in Spark, on as many machines as it has: a scorer travels to each.

    python with_spark.py OUT ANSWERS.parquet…

Needs: pip install "manager-quiz[batch]" pyspark pandas pyarrow, here and on the workers; Java 17.
"""

import sys

import pyarrow as pa
from pyspark.sql import SparkSession

from manager_quiz import Scorer, load_catalog

out, *files = sys.argv[1:]
scorer = Scorer(load_catalog(), "full")
names = {"String": "string", "Float64": "double", "Int64": "bigint"}
columns = ", ".join(f"`{name}` {names[str(type)]}" for name, type in scorer.schema.items())
texts = {pa.string_view(): pa.string()}  # which Spark doesn't know yet
fields = [each.with_type(texts.get(each.type, each.type)) for each in pa.schema(scorer.schema)]


def score(batches):
    for batch in batches:
        yield from pa.table(scorer.score(batch)).cast(pa.schema(fields)).to_batches()


spark = SparkSession.builder.getOrCreate()
spark.read.parquet(*files).mapInArrow(score, columns).write.parquet(out)
