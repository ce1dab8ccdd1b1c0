"""The parts of the pages 人员与权限 and 操作记录."""
