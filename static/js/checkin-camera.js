// Reads QR codes with the camera where the browser can (BarcodeDetector); elsewhere people type.

const EVERY = 250;

/** Wire the camera's buttons; `found(text)` answers whether the code was one of ours. */
export async function camera(box, found, words) {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [start, stop, video] = [part("camera-start"), part("camera-stop"), part("video")];
  let timer = 0;
  let last = "";

  const end = () => {
    window.clearInterval(timer);
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    [start.hidden, stop.hidden, video.hidden] = [false, true, true];
  };
  const look = async () => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const [code] = await detector.detect(video);
    if (!code || code.rawValue === last) return;
    last = code.rawValue; // the same paper stays before the camera for a while
    if (found(last)) navigator.vibrate?.(80);
  };
  start.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      words.say(words.noCamera);
      return;
    }
    [start.hidden, stop.hidden, video.hidden] = [true, false, false];
    last = "";
    await video.play();
    timer = window.setInterval(look, EVERY);
  });
  stop.addEventListener("click", end);
  box.addEventListener("toggle", () => box.open || end());
  window.addEventListener("pagehide", end);
  part("camera").hidden = false;
}
