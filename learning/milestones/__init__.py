"""The long goal of a programme and its milestones."""
