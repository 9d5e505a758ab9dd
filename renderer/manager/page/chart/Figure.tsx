import { useId } from 'react';
import { ManagerTable } from '../ManagerTable.tsx';
import { Chart } from './Chart.tsx';
import type { FigureContent } from './figureContent.ts';

interface FigureProps {
  title: string;
  testId: string;
  content: FigureContent;
  /** What stands there where there is nothing to be shown. */
  empty: string;
  /** The numbers as a table for everybody, in the place of the chart. */
  isTable: boolean;
}

/** A chart under its title, and the same numbers as a table: in sight, or for whoever has the page read out. */
export function Figure({ title, testId, content, empty, isTable }: FigureProps) {
  const id = useId();
  const { columns, rows } = content;
  return (
    <figure className="chart-figure" aria-labelledby={id} data-testid={testId}>
      <figcaption>
        <h4 id={id}>{title}</h4>
      </figcaption>
      {isTable || rows.length === 0 ? (
        <ManagerTable
          label={title}
          testId={`${testId}-rows`}
          columns={columns}
          // Two outages may begin in the same minute.
          rows={rows.map((cells, number) => ({ key: `${number}`, cells }))}
          empty={empty}
        />
      ) : (
        <>
          <Chart content={content} />
          <HiddenTable label={title} content={content} />
        </>
      )}
    </figure>
  );
}

/** A real table, however narrow the window is: nobody sees it. */
function HiddenTable({ label, content }: { label: string; content: FigureContent }) {
  const { columns, rows } = content;
  return (
    <div className="visually-hidden">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two outages may begin in the same minute
            <tr key={number}>
              <th scope="row">{head}</th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
