"""Reading a written report (工作总结): its sentences, the figures in them, and the KPIs they belong to."""
