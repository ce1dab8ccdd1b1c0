"""Parts of 数据填报 that take last year's figures out of a written report."""
