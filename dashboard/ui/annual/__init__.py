"""The part of 数据填报 that takes last year's figures from a written report."""
