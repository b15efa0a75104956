import { Component, type ReactNode } from 'react';

type Props = { readonly title: string; readonly children: ReactNode };
type State = { readonly failure: string | null };

/** Keeps a defect in one pane from taking the others down. React catches render errors in classes only. */
export class PaneBoundary extends Component<Props, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <div className="pane-empty" role="alert">
        <strong>{this.props.title} stopped working</strong>
        <span>{this.state.failure}</span>
        <button type="button" className="button" onClick={() => this.setState({ failure: null })}>
          Open it again
        </button>
      </div>
    );
  }
}
