import { useLayoutEffect, useRef } from 'react';
import type { FeatureSetEntry } from '../../../shared/contract/models.ts';
import { useStatus } from '../../stores/status.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { ImportFileStep } from './import-file-step.tsx';
import { ImportGoldenStep, ImportNameStep } from './import-last-steps.tsx';
import { ImportMeaningStep } from './import-meaning-step.tsx';
import {
  canBeServed,
  nextStep,
  previousStep,
  restartImport,
  STEPS,
  useImportWizard,
} from './import-wizard.ts';
import { useModelsView } from './models-view.ts';
import { showModel } from './run-actions.ts';
import { FormFooter } from './train-view.tsx';
import { useFormKeys } from './use-form-keys.ts';

const NO_SETS: readonly FeatureSetEntry[] = [];

/** Brings a model made elsewhere into the registry, step by step. */
export function ImportView() {
  const reload = useModelsView((view) => view.reload);
  const wizard = useImportWizard();
  const connected = useStatus((state) => state.connection === 'open');
  const sets = useAnswer(`features ${reload}`, (signal) => engine().call('features.list', {}, { signal }));
  const known = sets.value ?? NO_SETS;
  const form = useRef<HTMLFormElement>(null);
  const next = () => nextStep(known, showModel);
  useFormKeys(next, wizard.step > 0 ? previousStep : null);

  const entered = useRef(wizard.step);
  useLayoutEffect(() => {
    if (entered.current === wizard.step) return;
    entered.current = wizard.step;
    form.current?.querySelector<HTMLElement>('[data-first-field]')?.focus();
  }, [wizard.step]);

  const last = wizard.step === STEPS.length - 1;
  return (
    <form
      ref={form}
      className="models-form import-form"
      data-pane-focus=""
      tabIndex={-1}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      <ol className="import-steps" aria-label="Steps">
        {STEPS.map((step, index) => (
          <li
            key={step}
            className={index < wizard.step ? 'is-past' : index === wizard.step ? 'is-current' : ''}
            aria-current={index === wizard.step ? 'step' : undefined}
          >
            <b>{index + 1}</b> {step}
          </li>
        ))}
        {wizard.step > 0 && wizard.inspection !== null && (
          <li className="import-file-name" title={wizard.inspection.file}>
            {wizard.inspection.file.split(/[\\/]/).at(-1)}
          </li>
        )}
      </ol>
      <div className="import-body">
        {wizard.step === 0 && <ImportFileStep wizard={wizard} />}
        {wizard.step === 1 && wizard.inspection !== null && (
          <ImportMeaningStep
            wizard={wizard}
            inspection={wizard.inspection}
            sets={known}
            setsProblem={sets.problem}
          />
        )}
        {wizard.step === 2 && <ImportGoldenStep wizard={wizard} />}
        {wizard.step === 3 && <ImportNameStep wizard={wizard} />}
      </div>
      <div className="import-foot">
        {wizard.step > 0 && (
          <button type="button" className="button" onClick={previousStep} disabled={wizard.busy}>
            Back
          </button>
        )}
        {wizard.inspection !== null && (
          <button
            type="button"
            className="button button-quiet"
            onClick={restartImport}
            disabled={wizard.busy}
          >
            Start over
          </button>
        )}
        <FormFooter
          problem={wizard.problem ?? ''}
          action={
            wizard.busy
              ? wizard.inspection === null
                ? 'Reading…'
                : 'Importing…'
              : wizard.inspection === null
                ? 'Read the file'
                : last
                  ? 'Import as a draft'
                  : 'Next'
          }
          disabled={
            !connected || wizard.busy || (wizard.inspection !== null && !canBeServed(wizard.inspection))
          }
          note={wizard.step > 0 ? 'Ctrl+Shift+Enter goes a step back; nothing typed is lost.' : ''}
        />
      </div>
    </form>
  );
}
