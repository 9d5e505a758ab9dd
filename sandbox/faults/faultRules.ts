import type { FaultRule, FaultSettings, ReadFaultScript } from './faultSchema.ts';

/** What a rule can look at. */
export interface FaultSubject {
  requestId: string | undefined;
  mobile: string | undefined;
  onReusedConnection: boolean;
}

interface ArmedRule {
  rule: FaultRule;
  /** Requests that the rule's other conditions met since it was installed. */
  seen: number;
  used: number;
}

/** The rule that a request met, already counted as used. */
export interface FaultTicket {
  action: FaultRule['action'];
  /** Undoes the counting, for a fault that never got its turn. */
  giveBack(): void;
}

/** The installed script, with the count of what each rule has seen and done. */
export class FaultRules {
  private script: ReadFaultScript = { rules: [] };
  private armed: ArmedRule[] = [];

  install(script: ReadFaultScript): void {
    this.script = script;
    this.armed = script.rules.map((rule) => ({ rule, seen: 0, used: 0 }));
  }

  installed(): ReadFaultScript {
    return structuredClone(this.script);
  }

  settings(): FaultSettings {
    return this.script;
  }

  /** The first rule that matches and has times left. Every rule counts what it sees. */
  take(subject: FaultSubject): FaultTicket | undefined {
    const meeting = this.armed.filter(({ rule }) => concerns(rule, subject));
    for (const armed of meeting) armed.seen += 1;
    const chosen = meeting.find(
      ({ rule, seen, used }) =>
        used < (rule.times ?? Number.POSITIVE_INFINITY) &&
        (rule.match?.attempt === undefined || rule.match.attempt === seen),
    );
    if (chosen === undefined) return undefined;
    chosen.used += 1;
    return {
      action: chosen.rule.action,
      giveBack: () => {
        chosen.used -= 1;
      },
    };
  }
}

function concerns({ match, action }: FaultRule, subject: FaultSubject): boolean {
  if (match?.requestId !== undefined && match.requestId !== subject.requestId) return false;
  if (match?.mobile !== undefined && match.mobile !== subject.mobile) return false;
  const type = action.type === 'slow' ? action.then?.type : action.type;
  return type !== 'dropReused' || subject.onReusedConnection;
}
