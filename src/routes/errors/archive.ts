import type { ArchiveErrorCode } from '$lib/tender/archive';
import { m } from '$messages';
import { textOf, type Texts } from './texts';

/** Why an archive cannot be made or read. */
export const ARCHIVE: Texts<ArchiveErrorCode> = {
  'not-an-archive': () => m.archive_error_not_an_archive(),
  'newer-version': ({ version }) => m.archive_error_newer_version({ version: textOf(version) }),
  compressed: ({ path }) => m.archive_error_compressed({ path: textOf(path) }),
  damaged: ({ what }) => m.archive_error_damaged({ what: textOf(what) }),
  'records-gap': ({ expected, position }) =>
    m.archive_error_records_gap({ expected: Number(expected) - 1, position: textOf(position) }),
  'too-large': ({ what }) => m.archive_error_too_large({ what: textOf(what) }),
  'not-finished': () => m.archive_error_not_finished(),
};
