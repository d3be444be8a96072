"""Posts on time: when a local date is due, which schedules are due, and the delivery of one post.

Features take part by registering a post type.
"""
