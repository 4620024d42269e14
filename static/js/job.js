/* Fetches a job's file as soon as it is ready: the answer is a download, and the page stays. Who
   waits for a public document has no job's page; there the address is asked again. */

function fetchFile() {
  const link = document.querySelector("#job [data-fetch]");
  if (link && !link.dataset.fetched) {
    link.dataset.fetched = "yes";
    location.assign(link.href);
  }
}

fetchFile();
if (document.querySelector("[data-ask-again]")) {
  setTimeout(() => location.reload(), 3000);
}
document.addEventListener("htmx:afterSwap", fetchFile);
