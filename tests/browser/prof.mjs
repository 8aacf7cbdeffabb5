import { readFileSync } from "node:fs"
import { launch } from "chrome-launcher"
import lighthouse from "lighthouse"
const { chromium, flags, url } = JSON.parse(readFileSync(0, "utf-8"))
const browser = await launch({ chromePath: chromium, chromeFlags: flags, logLevel: "silent" })
const { lhr } = await lighthouse(url, { port: browser.port, onlyCategories: ["performance"], logLevel: "silent" })
const a = lhr.audits
console.log(lhr.categories.performance.score, a["total-blocking-time"].numericValue, lhr.environment.benchmarkIndex)
for (const i of a["mainthread-work-breakdown"].details.items) console.log(i.groupLabel, Math.round(i.duration))
for (const i of a["bootup-time"].details.items) console.log(i.url.slice(-50), Math.round(i.total), Math.round(i.scripting), Math.round(i.scriptParseCompile))
for (const i of a["long-tasks"]?.details?.items ?? []) console.log("long", i.url.slice(-40), Math.round(i.startTime), Math.round(i.duration))
await browser.kill()
