import type { ChartOption } from './charts.ts';
import type { ChartLook } from './look.ts';

/** The same numbers twice: for a chart, and for a table. */
export interface FigureContent {
  option: (look: ChartLook) => ChartOption;
  /** Of the chart without the names beneath it (CSS px). */
  height: number;
  /** Of the series, where there are several: they stand under the chart. */
  names: readonly string[];
  columns: readonly string[];
  /** The first cell is the row's head. None: there is nothing to be shown. */
  rows: readonly (readonly string[])[];
}
