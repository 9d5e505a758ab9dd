import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const HERE = new URL('..', import.meta.url);

export interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface RuleGroup {
  name: string;
  interval: string;
  rules: Rule[];
}

/** The text of a file that lies beside the rules. */
export function observability(name: string): string {
  return readFileSync(new URL(name, HERE), 'utf8');
}

export function ruleGroups(): RuleGroup[] {
  return (parse(observability('rules.yml')) as { groups: RuleGroup[] }).groups;
}

/** Every metric that an expression names: what is no function, label, text or keyword of the language. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')
    .replace(/\[[^\]]*\]/g, '');
  const words = bare.match(/[A-Za-z_:][\w:]*(?!\w|\s*\()/g) ?? [];
  return [...new Set(words.filter((word) => !KEYWORDS.has(word)))];
}

const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by', 'without', 'on']);
