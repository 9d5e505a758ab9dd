import { type ComponentType, lazy, type ReactNode } from 'react';
import { type PartSource, ShownPart } from './ShownPart.tsx';

interface LazyPartOptions<Props> {
  /** What stands there until it is loaded, and beside the word that it cannot be; default: nothing. */
  meanwhile?: (props: Props) => ReactNode;
  /** Closes it, for whoever has read that it cannot be opened; default: it stays away until it is drawn anew. */
  leave?: (props: Props) => void;
  /**
   * Closes it as if nobody had asked for it, and moves no focus: a save has begun, or the form has become another one,
   * while it was still being loaded; default: it comes all the same.
   */
  drop?: (props: Props) => void;
  /** It is a screen of its own, and lies not over the form. */
  isScreen?: boolean;
}

/** A part of the window that is loaded when it is first drawn. `load`: gives its component. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  {
    meanwhile = () => null,
    leave = () => undefined,
    drop = () => undefined,
    isScreen = false,
  }: LazyPartOptions<Props> = {},
): (props: Props) => ReactNode {
  const begin = () => lazy(async () => ({ default: await load() }));
  const source: PartSource<Props> = {
    meanwhile,
    leave,
    drop,
    isScreen,
    latest: begin(),
    renew: () => {
      source.latest = begin();
    },
  };
  return (props) => <ShownPart source={source} props={props} />;
}
