/**
 * While the last of a platform is copied from this browser to servers nothing may be written to it here, in no tab; and
 * nothing ever again once it is moved, for what is here is a copy then. A tab that is killed in between is no reason to
 * stand still for long.
 */
const MOVED = 'moved';
const FROZEN_MS = 2 * 60_000;

const PREFIX = 'suiyin-moving ';

/** Of `localStorage`, where every tab of this browser sees it. */
function movingKey(platform: string): string {
  return PREFIX + platform;
}

/** Whether nothing may be written to the platform that lies here. */
export function isFrozen(platform: string): boolean {
  const noted = read(platform);
  return noted === MOVED || Date.now() - Number(noted ?? -Infinity) < FROZEN_MS;
}

/** Told when another tab has moved a platform. @returns ends it */
export function onMoved(listener: (platform: string) => void): () => void {
  const stored = ({ key, newValue }: StorageEvent): void => {
    if (key?.startsWith(PREFIX) && newValue === MOVED) listener(key.slice(PREFIX.length));
  };
  addEventListener('storage', stored);
  return () => removeEventListener('storage', stored);
}

/** @throws what storing throws: then nothing is moved */
export function freeze(platform: string): void {
  localStorage.setItem(movingKey(platform), String(Date.now()));
}

export function thaw(platform: string): void {
  localStorage.removeItem(movingKey(platform));
}

/** @throws as `freeze` */
export function noteMoved(platform: string): void {
  localStorage.setItem(movingKey(platform), MOVED);
}

function read(platform: string): string | null {
  try {
    return localStorage.getItem(movingKey(platform));
  } catch {
    return null; // storage may be refused: then nothing was moved
  }
}
