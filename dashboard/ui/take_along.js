async function download(picture, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(picture)
  link.download = `${name}.png`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

export default function ({ data, parentElement }) {
  const row = parentElement.querySelector(".points-row"), says = row.querySelector("[role=status]")
  const does = (button, work, done, failed) => {
    row.querySelector(button).onclick = () => work().then(() => { says.textContent = done }, () => { says.textContent = failed })
  }
  row.classList.toggle("says-nothing", !data.text)
  row.querySelector("a").href = data.wall
  does("[data-do=copy]", () => copy(data.text), "已复制", "浏览器不允许复制，请选中文字复制")
  const family = getComputedStyle(row).fontFamily
  does("[data-do=picture]", async () => download(await longPicture(data.picture, family), data.picture.name), "已下载", "没有生成，请重试")
}
