"""The parts of 目标与任务 and 单位对比."""
