import type { RecordKind } from '../../ledger';
import type { PlatformSlice } from '../state';
import { certified } from './certified';
import { changed } from './changed';
import { founded } from './founded';
import { invited } from './invited';
import { joined } from './joined';
import { removed } from './removed';
import { uninvited } from './uninvited';

/** All kinds of records of founding a platform and of its staff. */
export const platformKinds: readonly RecordKind<PlatformSlice, unknown>[] = [
  founded,
  changed,
  invited,
  uninvited,
  joined,
  removed,
  certified,
];
