export interface DrainChart {
  title: string;
  /** Saves that wait when the network comes back. */
  backlog: number;
  /** Calls a minute. */
  quota: number;
  /** Accepted saves of the backlog at the end of each minute. */
  curves: readonly { name: string; curve: readonly number[] }[];
}

/** The little of Apache ECharts that is used here. It is a peer of the bench and comes with its first run. */
interface Charts {
  init(
    element: null,
    theme: null,
    options: { renderer: 'svg'; ssr: true; width: number; height: number },
  ): { setOption(option: unknown): void; renderToSVGString(): string; dispose(): void };
}

const load = (name: string): Promise<unknown> => import(name);

const COLOURS = ['#0b6e4f', '#3a9d7c', '#8cc9b1', '#1f5fa8', '#c0392b', '#d68910', '#7d3c98'];

/** The drain as an SVG picture that stands in the documentation: accepted saves over time. */
export async function drawDrain({ title, backlog, quota, curves }: DrainChart): Promise<string> {
  const { init } = (await load('echarts')) as Charts;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 480 });
  const minutes = Math.max(...curves.map(({ curve }) => curve.length));
  const bound = [
    [0, 0],
    [backlog / quota, backlog],
  ];
  chart.setOption({
    animation: false,
    color: COLOURS,
    backgroundColor: '#ffffff',
    title: { text: title, subtext: 'accepted saves of the backlog', left: 16, top: 8 },
    legend: { type: 'plain', bottom: 8, left: 16, right: 16, itemHeight: 8 },
    grid: { left: 72, right: 24, top: 72, bottom: 120 },
    xAxis: { type: 'value', name: 'minutes', nameLocation: 'middle', nameGap: 28, max: minutes },
    yAxis: { type: 'value', max: backlog },
    series: [
      ...curves.map(({ name, curve }) => ({
        name,
        type: 'line',
        showSymbol: false,
        lineStyle: { width: 2 },
        data: curve.map((accepted, minute) => [minute, accepted]),
      })),
      {
        name: 'quota',
        type: 'line',
        showSymbol: false,
        lineStyle: { type: 'dashed', color: '#555555', width: 1 },
        itemStyle: { color: '#555555' },
        data: bound,
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
