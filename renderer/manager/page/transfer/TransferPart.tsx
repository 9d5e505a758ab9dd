import { CsvExport } from './CsvExport.tsx';
import './transfer.css';

/** What leaves the till as a file, and what comes in one. */
export function TransferPart() {
  return <CsvExport />;
}
