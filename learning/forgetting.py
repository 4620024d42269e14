"""What is over is taken away."""
