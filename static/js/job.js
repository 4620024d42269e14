/* Fetches a job's file as soon as it is ready. The answer is a download: the page stays. */

function fetchFile() {
  const link = document.querySelector("#job [data-fetch]");
  if (link && !link.dataset.fetched) {
    link.dataset.fetched = "yes";
    location.assign(link.href);
  }
}

fetchFile();
document.addEventListener("htmx:afterSwap", fetchFile);
