import { useEffect, useState } from 'react';
import type { Notice } from '../../shared/contract/index.ts';
import { dismissNotice, useNotices } from '../stores/notices.ts';
import { useStatus } from '../stores/status.ts';
import { inElectron } from '../transport/in-electron.ts';
import { disconnectedText, LONG_AWAY_MS } from './connection-text.ts';
import './banners.css';

/** Over the workspace: what the user must know before trusting what is below. */
export function Banners() {
  return (
    <>
      <ConnectionBanner />
      <TroubleBanner />
      <NoticeBanners />
    </>
  );
}

function ConnectionBanner() {
  const connection = useStatus((state) => state.connection);
  const reason = useStatus((state) => state.reason);
  const longAway = useLasting(connection === 'connecting', LONG_AWAY_MS);
  if (connection === 'open') return null;
  const { headline, detail } = disconnectedText({ connection, reason, longAway, inElectron });
  return (
    <div className="banner banner-danger" role="alert">
      <strong>{headline}</strong> {detail}
    </div>
  );
}

/** Whether `holds` has been true for `ms` without a break. */
function useLasting(holds: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const timer = setTimeout(() => setLasting(true), ms);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [holds, ms]);
  return lasting;
}

/** What is wrong with the engine itself, for as long as it is. */
function TroubleBanner() {
  const trouble = useStatus((state) => state.status?.trouble ?? null);
  if (trouble === null) return null;
  return (
    <div className="banner banner-danger" role="alert">
      <strong>Engine trouble.</strong> {trouble}
    </div>
  );
}

/** What happened to the user's data; each stays until it is dismissed. */
function NoticeBanners() {
  const notices = useNotices((state) => state.shown);
  const warnings = notices.filter(({ severity }) => severity === 'warning');
  const others = notices.filter(({ severity }) => severity === 'info');
  return (
    <div className="notices">
      <div role="alert">
        {warnings.map((notice) => (
          <NoticeBanner key={notice.id} notice={notice} />
        ))}
      </div>
      <div role="status">
        {others.map((notice) => (
          <NoticeBanner key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  );
}

const SEVERITY_WORDS: Readonly<Record<Notice['severity'], string>> = { warning: 'Warning', info: 'Note' };

const NoticeBanner = ({ notice }: { readonly notice: Notice }) => (
  <p className={`banner banner-${notice.severity}`}>
    <strong>{SEVERITY_WORDS[notice.severity]}</strong>
    <span>{notice.message}</span>
    <button type="button" className="button" onClick={() => dismissNotice(notice.id)}>
      Dismiss
    </button>
  </p>
);
