/** What one person has on one platform at this device: its state, their keys, what they sent. */
export { platformCard, type PlatformCard } from './card';
export type { OfficeDesk } from './desk';
export { OfficeError, type OfficeErrorCode } from './error';
export { foundHere, type Founding } from './found';
export { keptState } from './kept-state';
export { Office } from './office';
export { platformLedger, type PlatformState } from './platform-ledger';
export type { FileStorage, FoundingServers, OfficePorts, PinPurpose, PlatformDirectory } from './ports';
export type { DeviceSeat, SeatStorage, StaffSeat } from './seat';
