import type { Block, ComposedDocument } from '$lib/pdf/compose';
import type { SignatureReport, VerifyReport } from '$lib/pdf/verify';
import type { FileFacts } from '$lib/verification';
import { m } from '$messages';
import { getLocale } from '$locale';
import { readCertificate } from '../certificate-details';
import { changeText, ownText } from './change-words';
import { pairs } from './root-file';
import { partsOf, stopsOf } from './stops';
import {
  formatDay,
  formatExactTime,
  formatSize,
  fullVerdictWord,
  levelText,
  nextStep,
  problemText,
  revisionText,
  revokedText,
  sealsText,
  signerOf,
  standingOf,
  stopTitle,
  timeText,
  TONE_OF_STANDING,
  TONE_OF_VERDICT,
  verdictSentence,
  rootText,
} from './words';

/** A file that a report speaks of. */
export interface ReportedFile {
  facts: FileFacts;
  report: VerifyReport;
}

/** Of a revision with more changes, the first are told. */
const MOST_CHANGES = 100;
const MOST_PAGES = 30;

/** What a report says of files, in the language of the interface. */
export async function reportInWords(files: readonly ReportedFile[], made: Date): Promise<ComposedDocument> {
  const [only] = files;
  const blocks: Block[] = [{ kind: 'heading', level: 1, text: m.verify_report_title() }];
  if (files.length > 1) blocks.push(...summaryBlocks(files, made));
  for (const [i, file] of files.entries()) {
    blocks.push(...(await fileBlocks(file, files.length > 1 ? i + 1 : undefined)));
  }
  blocks.push({ kind: 'heading', level: 2, text: m.verify_report_about() });
  blocks.push({ kind: 'text', text: m.verify_report_about_text() });
  return {
    title:
      files.length === 1 && only
        ? `${m.verify_report_title()} · ${only.facts.name}`
        : m.verify_report_title(),
    language: getLocale(),
    footer: m.verify_report_footer({ time: formatExactTime(made) }),
    made,
    blocks,
  };
}

function summaryBlocks(files: readonly ReportedFile[], made: Date): Block[] {
  return [
    {
      kind: 'facts',
      facts: [
        { label: m.verify_report_files(), value: m.verify_report_files_value({ n: files.length }) },
        { label: m.verify_report_made(), value: formatExactTime(made) },
        zoneFact(),
      ],
    },
    {
      kind: 'list',
      items: files.map(({ facts, report }, i) =>
        m.verify_report_line({
          n: i + 1,
          name: facts.name,
          verdict: fullVerdictWord(report),
          sentence: verdictSentence(report, facts.sizeBytes, formatExactTime),
        }),
      ),
    },
  ];
}

/** All times of a report are told in one zone. */
function zoneFact(): { label: string; value: string } {
  return { label: m.verify_report_zone(), value: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

async function fileBlocks({ facts, report }: ReportedFile, number: number | undefined): Promise<Block[]> {
  const name = number === undefined ? facts.name : `${number}. ${facts.name}`;
  const blocks: Block[] = [
    { kind: 'heading', level: 2, text: name },
    {
      kind: 'verdict',
      tone: TONE_OF_VERDICT[report.verdict],
      word: fullVerdictWord(report),
      text: [verdictSentence(report, facts.sizeBytes, formatExactTime), nextStep(report)]
        .filter((sentence) => sentence !== undefined)
        .join('\n'),
    },
    {
      kind: 'facts',
      facts: [
        { label: m.verify_report_file(), value: facts.name },
        { label: m.verify_report_size(), value: formatSize(facts.sizeBytes) },
        { label: 'SHA-256', value: facts.sha256 },
        { label: m.verify_report_checked(), value: formatExactTime(facts.checkedAt) },
        ...(number === undefined ? [zoneFact()] : []),
        ...(report.verdict === 'unreadable'
          ? []
          : [{ label: m.verify_report_revisions(), value: String(report.revisionCount) }]),
      ],
    },
  ];
  for (const [i, signature] of report.signatures.entries())
    blocks.push(...(await signatureBlocks(signature, report, i + 1)));
  if (report.signatures.length > 0) blocks.push(...timelineBlocks(report));
  return blocks;
}

async function signatureBlocks(
  signature: SignatureReport,
  report: VerifyReport,
  n: number,
): Promise<Block[]> {
  const standing = standingOf(signature);
  const heading = signature.level === 'timestamp' ? m.verify_timestamp_n({ n }) : m.verify_signature_n({ n });
  const facts = [
    { label: m.verify_report_standing(), value: m[`verify_standing_${standing}`]() },
    { label: m.verify_label_time(), value: timeText(signature, formatExactTime) },
    { label: m.verify_label_root(), value: rootText(signature) },
    { label: m.verify_label_revocation(), value: revokedText(signature, formatExactTime) },
    { label: m.verify_label_revision(), value: revisionText(signature, report) },
    { label: m.verify_label_level(), value: levelText(signature.level) },
    { label: m.verify_label_seals(), value: sealsText(signature, MOST_PAGES) },
    { label: m.verify_label_fields(), value: signature.fields.join(', ') },
  ];
  if (signature.certifies)
    facts.push({ label: m.verify_label_permits(), value: m[`verify_permits_${signature.certifies}`]() });
  if (signature.reason) facts.push({ label: m.verify_label_reason(), value: signature.reason });
  if (signature.location) facts.push({ label: m.verify_label_location(), value: signature.location });
  const blocks: Block[] = [
    { kind: 'heading', level: 3, text: `${heading} · ${signerOf(signature)}` },
    { kind: 'facts', facts },
    ...(signature.trial && signature.trusted ? [trialNote()] : []),
    ...problemBlocks(signature),
  ];
  if (signature.path.length > 0) {
    blocks.push({ kind: 'text', text: m.verify_report_chain() });
    blocks.push({ kind: 'list', items: await chainItems(signature.path) });
  }
  if (signature.timestamp) {
    const { authority, time, trusted, path } = signature.timestamp;
    const state = trusted ? m.verify_report_trusted() : m.verify_report_untrusted();
    blocks.push({
      kind: 'text',
      text: m.verify_report_timestamp({ authority, time: formatExactTime(time), state }),
    });
    blocks.push({ kind: 'list', items: await chainItems(path) });
  }
  return blocks;
}

function trialNote(): Block {
  return { kind: 'note', tone: 'pending', title: m.verify_report_trial(), text: m.verify_trial_note() };
}

function problemBlocks(signature: SignatureReport): Block[] {
  const tone = TONE_OF_STANDING[standingOf(signature)];
  return signature.problems.map((problem) => {
    const { what, advice } = problemText(problem, signature);
    const doubt = tone === 'valid' || problem === 'untrusted-root';
    return { kind: 'note', tone: doubt ? 'pending' : tone, title: what, text: advice };
  });
}

/** Certificates from the signer's to the root's, each with what identifies it. */
async function chainItems(path: readonly Uint8Array[]): Promise<string[]> {
  const { certificateFingerprint } = await import('$lib/pki');
  return Promise.all(
    path.map(async (der) => {
      const fingerprint = pairs(await certificateFingerprint(der));
      try {
        const { commonName, issuerName, serialNumber, notBefore, notAfter } = await readCertificate(der);
        return m.verify_report_certificate({
          name: commonName,
          issuer: issuerName,
          serial: serialNumber.toUpperCase(),
          from: formatDay(notBefore),
          to: formatDay(notAfter),
          fingerprint,
        });
      } catch {
        return m.verify_report_certificate_unreadable({ fingerprint });
      }
    }),
  );
}

function timelineBlocks(report: VerifyReport): Block[] {
  const blocks: Block[] = [{ kind: 'heading', level: 3, text: m.verify_timeline() }];
  for (const stop of stopsOf(report)) {
    const { own, others } = partsOf(stop);
    const signers = stop.signatures.map(signerOf);
    const title = [m.verify_history_revision({ n: stop.index + 1 }), stopTitle(stop), ...signers].join(' · ');
    blocks.push({ kind: 'text', text: title });
    if (stop.unknown) blocks.push({ kind: 'list', items: [m.verify_stop_unknown()] });
    const items = own.map((one) => ownText(one, MOST_PAGES));
    for (const change of others.slice(0, MOST_CHANGES)) {
      const text = changeText(change, report.signatures);
      items.push(change.permitted === false ? m.verify_report_forbidden({ change: text }) : text);
    }
    if (others.length > MOST_CHANGES) items.push('…');
    if (items.length > 0) blocks.push({ kind: 'list', items });
  }
  return blocks;
}
