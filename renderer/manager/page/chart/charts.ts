import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([
  BarChart,
  CustomChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
]);

export type ChartOption = EChartsCoreOption;

/**
 * A chart in an element, drawn as SVG. Its colours are the page's own properties (`chart.css`), so that it follows theme,
 * forced colours and paper by itself; its styles are set one by one, as the page's policy wants it.
 */
export function openChart(element: HTMLElement): EChartsType {
  // Whoever draws says how large it is; asked without it, the library complains of a place that has no height yet.
  return init(element, null, { renderer: 'svg', width: 1, height: 1 });
}
