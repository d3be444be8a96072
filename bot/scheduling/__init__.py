"""Posts on time: when a local date is due, the tick that finds due schedules, and the delivery of
one post from claim to confirmation. Features take part by registering a post type.
"""
