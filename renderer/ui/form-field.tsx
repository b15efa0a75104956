import { type ReactNode, useId } from 'react';
import './pickers.css';

type FormFieldProps = {
  readonly label: string;
  readonly help?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string | undefined;
  }) => ReactNode;
};

/** A labelled field with its help and what is wrong with it. Room for a problem is kept, so that nothing moves. */
export function FormField({ label, help, problem, children }: FormFieldProps) {
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': problem !== undefined,
        'aria-describedby': problem === undefined && help === undefined ? undefined : `${id}-note`,
      })}
      <small id={`${id}-note`} className={problem === undefined ? 'faint' : 'field-problem'}>
        {problem ?? help ?? ''}
      </small>
    </div>
  );
}
