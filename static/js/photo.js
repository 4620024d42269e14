// Shows the chosen photo before it is sent. Without it the photo is seen when it has been added.

const WIDEST = 1280;
const field = document.querySelector("[data-photo]");
const preview = document.querySelector("[data-photo-preview]");

/** Draws the file upright and small; a file that is no picture shows nothing. */
async function show() {
  preview.hidden = true;
  const [file] = field.files;
  if (!file) return;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return; // the server says what is wrong with it
  }
  const scale = Math.min(1, WIDEST / picture.width);
  const canvas = preview.querySelector("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  preview.hidden = false;
}

if (field && preview) field.addEventListener("change", show);
