"""The parts of the pages 目标与任务 and 单位对比."""
