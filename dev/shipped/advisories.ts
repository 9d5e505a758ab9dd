import { z } from 'zod';

/** A known hole in a package that ships. */
export interface Advisory {
  package: string;
  severity: string;
  title: string;
}

export type Audit =
  | { wasAsked: true; advisories: Advisory[]; elsewhere: number }
  /** `why`: a status or an error code, never an address. */
  | { wasAsked: false; why: string };

const viaSchema = z.union([
  // Another package of the list, through which this one is concerned.
  z.string(),
  z.object({ title: z.string(), severity: z.string() }),
]);

const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), via: z.array(viaSchema), nodes: z.array(z.string()) }),
  ),
});

const failureSchema = z.object({
  statusCode: z.number().optional(),
  error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }).optional(),
});

/**
 * What `npm audit --json` has said, for the packages that ship alone. `shipped`: their folders below the project's, as
 * the report names them (`node_modules/axios`). What only builds or tests is counted in `elsewhere`.
 */
export function readAudit(text: string, shipped: ReadonlySet<string>): Audit {
  const json = parse(text);
  const report = reportSchema.safeParse(json);
  if (!report.success) return { wasAsked: false, why: whyNot(json) };
  const advisories: Advisory[] = [];
  let elsewhere = 0;
  for (const [name, { via, nodes }] of Object.entries(report.data.vulnerabilities)) {
    if (!nodes.some((node) => shipped.has(node))) {
      elsewhere += 1;
      continue;
    }
    for (const one of via) {
      if (typeof one !== 'string') advisories.push({ package: name, ...one });
    }
  }
  return { wasAsked: true, advisories, elsewhere };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The registry may have no such service, or there is no network. */
function whyNot(json: unknown): string {
  const { data } = failureSchema.safeParse(json);
  if (data?.statusCode !== undefined) return `status ${data.statusCode}`;
  return data?.error?.code ?? 'no report came';
}
