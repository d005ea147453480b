/** A photo becomes a small square JPEG on the phone itself: nothing of where or when it was taken remains. */

export const MOST_BYTES = 40_000;
const SIDES = [480, 360, 256, 192, 128];
const QUALITIES = [0.82, 0.7, 0.55];

/** Undefined when this phone cannot open it. */
export async function smallPhoto(file: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
  try {
    for (const side of SIDES) {
      const canvas = square(picture, Math.min(side, picture.width, picture.height));
      for (const quality of QUALITIES) {
        const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (blob !== null && blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer());
      }
    }
    return undefined;
  } finally {
    picture.close();
  }
}

/** The middle of it. Pixels are all that is copied. */
function square(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const cut = Math.min(picture.width, picture.height);
  const left = (picture.width - cut) / 2;
  const top = (picture.height - cut) / 2;
  canvas.getContext("2d")?.drawImage(picture, left, top, cut, cut, 0, 0, side, side);
  return canvas;
}
