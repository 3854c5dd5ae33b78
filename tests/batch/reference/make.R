# Computes expected.json from answers.csv with R's psych (here 2.2.9 on R 4.2.2):
#   Rscript make.R
suppressMessages(library(psych))
answers <- read.csv("answers.csv")
keys <- list(warmth = c("w1", "-w2", "w3", "w4"), order = c("o1", "o2", "-o3", "o4", "-o5"))
told <- lapply(keys, function(key) {
  complete <- na.omit(answers[, sub("^-", "", key)])
  found <- suppressWarnings(alpha(complete, keys = key, check.keys = FALSE))
  interval <- alpha.ci(found$total$raw_alpha, n.obs = nrow(complete), n.var = ncol(complete), digits = 20)
  figures <- c(
    people = nrow(complete), alpha = found$total$raw_alpha,
    alpha_low = unname(interval$lower.ci), alpha_high = unname(interval$upper.ci),
    lambda6 = found$total$`G6(smc)`, mean_inter_item_r = found$total$average_r
  )
  quoted <- function(names, values) paste0('"', names, '": ', sprintf("%.15g", values), collapse = ", ")
  list_of <- function(values) paste0("[", paste(sprintf("%.15g", values), collapse = ", "), "]")
  paste0("{", quoted(names(figures), figures),
    ', "alpha_dropped": ', list_of(found$alpha.drop$raw_alpha),
    ', "item_rest": ', list_of(found$item.stats$r.drop), "}")
})
cat("{\n", paste0('"', names(told), '": ', told, collapse = ",\n"), "\n}\n", sep = "", file = "expected.json")
