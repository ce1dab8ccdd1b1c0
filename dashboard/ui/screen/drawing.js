// Draws charts with Plotly, which is fetched when it is first needed, from this server; until then nothing is loaded.
const LETTERS = 13, NARROWEST = 340

function plotly(name) {
  // Static files of Streamlit come as plain text, which no browser runs: the text is run as a script of ours.
  window.chartPictures ??= fetch(new URL(`app/static/${name}`, document.baseURI))
    .then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.blob() })
    .then((text) => new Promise((loaded, failed) => {
      const script = document.createElement("script")
      script.src = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
      script.onload = () => loaded(window.Plotly)
      script.onerror = () => failed(new Error(name))
      document.head.append(script)
    }))
    .catch((error) => { delete window.chartPictures; throw error })
  return window.chartPictures
}

async function render(chart, traces, format, width, height, scale = 1) {
  const Plotly = await plotly(chart.plotly)
  await document.fonts.ready
  const layout = { ...structuredClone(chart.layout), width, height, autosize: false }
  return Plotly.toImage({ data: traces, layout }, { format, width, height, scale, imageDataOnly: format === "svg" })
}

// The chart as large as its box, its words as large as `letters` where the box has room for that.
async function drawInto(box, chart, letters) {
  const { clientWidth: wide, clientHeight: high } = box
  if (!wide || !high) return
  const times = Math.min(letters / LETTERS, wide / NARROWEST, high / chart.layout.height)
  box.innerHTML = await render(chart, chart.traces, "svg", Math.round(wide / times), Math.round(high / times))
}
