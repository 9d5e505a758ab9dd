import { CsvExport } from './CsvExport.tsx';
import { QueueExport } from './QueueExport.tsx';
import { QueueImport } from './QueueImport.tsx';
import '../../../move/move.css';
import './transfer.css';

/** What leaves the till as a file, and what comes in one. */
export function TransferPart() {
  return (
    <>
      <CsvExport />
      <QueueExport />
      <QueueImport />
    </>
  );
}
