"""本月要点 on 总览: the points, which lamps turned, and a button that copies them as text."""
