"""The quiz in the browsers of a room: pages made on the counselor's laptop, without any script.

Two applications that nothing but a folder joins: `room` for people's phones, on the room's own
network, and `desk` for the counselor, on the laptop alone.
"""
