import { Component, type ReactNode } from 'react';

interface FaultBoundaryProps {
  /** What stands in the place of what cannot be shown. */
  fallback: ReactNode;
  onFault?: () => void;
  children: ReactNode;
}

/** Without it React takes the whole page away for one part that cannot be read or drawn. A new `key` tries again. */
export class FaultBoundary extends Component<FaultBoundaryProps, { hasFault: boolean }> {
  override state = { hasFault: false };

  static getDerivedStateFromError(): { hasFault: boolean } {
    return { hasFault: true };
  }

  override componentDidCatch(): void {
    this.props.onFault?.();
  }

  override render(): ReactNode {
    return this.state.hasFault ? this.props.fallback : this.props.children;
  }
}
