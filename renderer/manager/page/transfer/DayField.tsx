interface DayFieldProps {
  label: string;
  testId: string;
  /** `2026-05-20`, or empty while none is whole. */
  day: string;
  onChange: (day: string) => void;
}

/** A day of the till's own calendar, typed or picked in the system's own way. */
export function DayField({ label, testId, day, onChange }: DayFieldProps) {
  return (
    <label className="manager-filter">
      <span className="field-label">{label}</span>
      <input
        className="input"
        type="date"
        data-testid={testId}
        max="9999-12-31"
        value={day}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
