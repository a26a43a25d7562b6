// The drawing half of Pejl's charts: ECharts with only what package chart asks
// for, run inside the server. It has no page, no clock and no network; the host
// hands it an option as JSON and gets an SVG document back.
import { init, setPlatformAPI, use } from 'echarts/core';
import { BarChart, LineChart, PieChart, RadarChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  PolarComponent,
  RadarComponent,
  TitleComponent,
} from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([
  BarChart, LineChart, PieChart, RadarChart, ScatterChart,
  GridComponent, MarkAreaComponent, MarkLineComponent,
  PolarComponent, RadarComponent, TitleComponent,
  SVGRenderer,
]);

// Text is measured with the host's table of advance widths, the one the labels
// were wrapped with, so that both halves agree on where a line ends.
setPlatformAPI({
  measureText(text, font) {
    const size = /(\d+(?:\.\d+)?)px/.exec(font);
    const bold = /\b(?:bold|[6-9]00)\b/.test(font);
    return { width: globalThis.pejlTextWidth(String(text), size ? +size[1] : 12, bold) };
  },
});

globalThis.pejlDraw = function pejlDraw(option, width, height) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(JSON.parse(option));
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
};
