"""Sets right what a wrong clock, an absence or a lost permission has done to schedules."""
