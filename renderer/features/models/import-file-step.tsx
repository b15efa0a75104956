import type { Inspection } from '../../../shared/contract/models.ts';
import { FormField } from '../../ui/form-field.tsx';
import { canBeServed, typeFile, type Wizard } from './import-wizard.ts';
import { bytesText } from './model-facts.ts';

/** The path, and what the file turns out to be. */
export function ImportFileStep({ wizard }: { readonly wizard: Wizard }) {
  return (
    <>
      <FormField label="ONNX file" help="On the engine's machine. Nothing is copied before the last step.">
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            autoComplete="off"
            spellCheck={false}
            placeholder="/home/me/models/boosted.onnx"
            data-first-field=""
            value={wizard.file}
            onChange={(event) => typeFile(event.target.value)}
          />
        )}
      </FormField>
      {wizard.inspection !== null && <InspectionView inspection={wizard.inspection} />}
    </>
  );
}

const shapeText = (shape: Inspection['inputs'][number]['shape']): string =>
  shape.length === 0 ? '' : `[${shape.map((dimension) => dimension ?? '?').join(', ')}]`;

function InspectionView({ inspection }: { readonly inspection: Inspection }) {
  const { problems, ir } = inspection;
  const served = canBeServed(inspection);
  return (
    <section aria-label="What the file is" className="inspection">
      <p role="status" className={served ? 'models-alert is-ok' : 'models-alert is-danger'}>
        {served
          ? problems.length === 0
            ? 'It can be served.'
            : 'It can be served; mind what stands below.'
          : "It can't be served as it is."}
      </p>
      {problems.map(({ code, fatal, message }) => (
        <p key={`${code} ${message}`} className={`models-alert ${fatal ? 'is-danger' : 'is-warn'}`}>
          <b>{fatal ? 'Fatal' : 'Mind'}</b> {message}
        </p>
      ))}
      {ir > 0 && <FileFacts inspection={inspection} />}
    </section>
  );
}

/** Of an ONNX file: others have none of this. */
function FileFacts({ inspection }: { readonly inspection: Inspection }) {
  const { inputs, outputs, opsets, ir, producer, bytes, sha256 } = inspection;
  return (
    <>
      <dl className="models-facts inspection-facts">
        <Fact name="Producer" value={producer === '' ? 'unknown' : producer} />
        <Fact
          name="Opset"
          value={opsets
            .map(({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${version}`)
            .join(', ')}
        />
        <Fact name="IR" value={String(ir)} />
        <Fact name="Size" value={bytesText(bytes)} />
        <Fact name="SHA-256" value={sha256} />
      </dl>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Tensor</th>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Shape</th>
          </tr>
        </thead>
        <tbody>
          {[
            ...inputs.map((tensor) => ['Input', tensor] as const),
            ...outputs.map((tensor) => ['Output', tensor] as const),
          ].map(([side, tensor]) => (
            <tr key={`${side} ${tensor.name}`}>
              <td className="muted">{side}</td>
              <td>{tensor.name}</td>
              <td>{tensor.type}</td>
              <td>{shapeText(tensor.shape)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd title={value}>{value}</dd>
  </div>
);
