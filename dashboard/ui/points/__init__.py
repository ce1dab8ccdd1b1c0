"""本月要点 on 总览: the key points, the lamps that changed, and a button that copies them as text."""
