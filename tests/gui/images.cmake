find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg Test)

qlab_add_gui_test(canvas SOURCES test_canvas.cpp test_drawing_pictures.cpp LINK qlab_app_widgets Qt6::Test)
qlab_add_gui_test(image_widgets
  SOURCES test_feature_layout.cpp test_image_widgets.cpp test_confusion.cpp test_digit_grid.cpp
  LINK qlab_app_widgets Qt6::Test)
