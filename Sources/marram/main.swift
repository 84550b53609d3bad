print("marram")
