import type { ReactNode } from 'react';

/** A page of words only, for when there is nothing to fill in. */
export function PlainScreen({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <main className="plain" data-testid="plain-screen">
      <h1 className="plain-title">{title}</h1>
      {children !== undefined && <div className="plain-body">{children}</div>}
    </main>
  );
}
