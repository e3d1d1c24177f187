/** Long side of a picture that is kept, px: small print on a card or a licence can still be read. */
const LONG_SIDE_PX = 2400;
const QUALITY = 0.86;
/** Smaller ones are kept as they are. */
const SMALL_BYTES = 1024 * 1024;

/**
 * Makes a picture from a camera no larger than it must be, as a JPEG without place and time of the shot. What the
 * browser cannot draw comes back as it was: whoever takes it looks at it.
 */
export async function smallerPicture(file: Blob): Promise<Blob> {
  if (file.size <= SMALL_BYTES || file.type === 'application/pdf') return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONG_SIDE_PX / Math.max(bitmap.width, bitmap.height));
    const blob = await drawn(bitmap, bitmap.width * scale, bitmap.height * scale);
    bitmap.close();
    return blob.size < file.size ? blob : file;
  } catch {
    return file;
  }
}

/** The frame that a video shows now, as a JPEG. */
export async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth: width, videoHeight: height } = video;
  const scale = Math.min(1, LONG_SIDE_PX / Math.max(width, height));
  return drawn(video, width * scale, height * scale);
}

async function drawn(source: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width), Math.round(height)];
  canvas.getContext('2d')!.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new DOMException('no picture', 'EncodingError'))),
      'image/jpeg',
      QUALITY,
    );
  });
}
