"""The parts of the page 数据填报: from a dropped file to a confirmed load, and back."""
