import {
  DockviewReact,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { useEffect, useRef } from 'react';
import { useWorkspace } from '../stores/workspace.ts';
import { PaneBoundary } from './pane-boundary.tsx';
import { panes } from './panes.ts';
import { attachWorkspace, toggleMaximised } from './workspace.ts';
import 'dockview-react/dist/styles/dockview.css';
import './workspace.css';

const theme: DockviewTheme = { name: 'overround', className: 'dockview-theme-overround', gap: 1 };

function PaneFrame({ api }: IDockviewPanelProps) {
  const pane = panes.find((candidate) => candidate.id === api.id);
  if (pane === undefined) return null;
  const Content = pane.component;
  return (
    <section className="pane" data-pane={pane.id} aria-label={pane.title} tabIndex={-1}>
      <PaneBoundary title={pane.title}>
        <Content />
      </PaneBoundary>
    </section>
  );
}

const components = Object.fromEntries(panes.map((pane) => [pane.id, PaneFrame]));

function PaneTab({ api }: IDockviewPanelHeaderProps) {
  const digit = panes.find((pane) => pane.id === api.id)?.digit;
  return (
    <div className="pane-tab">
      <span>{api.title}</span>
      <span className="pane-digit" aria-hidden="true" title={`Alt+${digit}`}>
        {digit}
      </span>
    </div>
  );
}

function GroupActions({ api, activePanel }: IDockviewHeaderActionsProps) {
  const maximised = useWorkspace((state) => state.maximised);
  return (
    <div className="group-actions">
      <button
        type="button"
        aria-label={maximised ? 'Restore the pane' : `Maximise ${activePanel?.title ?? 'the pane'}`}
        title="Alt+Enter"
        onClick={() => {
          api.setActive?.();
          toggleMaximised();
        }}
      >
        {maximised ? '❐' : '□'}
      </button>
      <button
        type="button"
        aria-label={`Close ${activePanel?.title ?? 'the pane'}`}
        title="Alt+W"
        onClick={() => activePanel?.api.close()}
      >
        ✕
      </button>
    </div>
  );
}

/** The dock with its panes. `saved` is the layout to come back to. */
export function WorkspaceView({ saved }: { readonly saved: unknown }) {
  const detach = useRef<() => void>(undefined);
  useEffect(() => () => detach.current?.(), []);
  return (
    <DockviewReact
      theme={theme}
      components={components}
      defaultTabComponent={PaneTab}
      rightHeaderActionsComponent={GroupActions}
      disableFloatingGroups
      onReady={({ api }) => {
        detach.current?.();
        detach.current = attachWorkspace(api, panes, saved);
      }}
    />
  );
}
