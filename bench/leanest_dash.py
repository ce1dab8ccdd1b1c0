"""The same page in Dash: 8 figures with sparklines, 4 Plotly charts, 1 table. The argument is the port."""

import sys
from urllib.parse import quote

from dash import Dash, Input, Output, dcc, html

from bench.same_parts import CHARTS, MONTHS, UNITS, FigureParts, chart, figures, table

app = Dash(title="leanest")
app.layout = html.Div(
    [
        dcc.RadioItems(list(MONTHS), 6, id="month", inline=True),
        dcc.RadioItems(list(UNITS), UNITS[0], id="unit", inline=True),
        html.Div(id="cards", style={"display": "grid", "gridTemplateColumns": "repeat(4, 1fr)"}),
        html.Div(
            [dcc.Graph(id=f"chart-{number}", config={"displayModeBar": False}) for number in range(CHARTS)],
            style={"display": "grid", "gridTemplateColumns": "repeat(2, 1fr)"},
        ),
        html.Table(id="table"),
    ]
)


def card(figure: FigureParts) -> html.Div:
    """One figure and its sparkline."""
    low, high = min(figure.course), max(figure.course)
    points = " ".join(
        f"{place * 14},{30 - (value - low) / ((high - low) or 1) * 28:.1f}"
        for place, value in enumerate(figure.course)
    )
    line = f"<polyline points='{points}' fill='none' stroke='blue'/>"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 32'>{line}</svg>"
    source = f"data:image/svg+xml,{quote(picture)}"
    return html.Div([figure.name, html.P(f"{figure.total:,}", className="value"), html.Img(src=source)])


@app.callback(
    Output("cards", "children"),
    *(Output(f"chart-{number}", "figure") for number in range(CHARTS)),
    Output("table", "children"),
    Input("month", "value"),
    Input("unit", "value"),
)
def show(month: int, unit: str) -> tuple[object, ...]:
    """Render all parts for a month and unit."""
    shown = figures(month, unit)
    rows = table(shown)
    head = html.Tr([html.Th(name) for name in rows[0]])
    body = [html.Tr([html.Td(str(value)) for value in row.values()]) for row in rows]
    return [card(each) for each in shown], *map(chart, shown[:CHARTS]), [html.Thead(head), html.Tbody(body)]


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]))
