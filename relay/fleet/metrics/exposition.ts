/** A label's value as the text format of Prometheus has it. */
export function labelValue(value: string): string {
  return value.replace(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`));
}

/** `name="value",…`. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${labelValue(value)}"`)
    .join(',');
}

/** The two lines before the series of a metric. */
export function headOf(name: string, help: string, type: 'gauge' | 'counter'): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

/** A line of the text. `labels`: as `labelsText` has it. */
export function sampleLine(name: string, labels: string, value: number): string {
  return `${name}{${labels}} ${value}\n`;
}
